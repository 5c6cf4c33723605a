"""Lists kept in step with the maps: what each shows, how it is sorted, filtered, counted and added up."""
