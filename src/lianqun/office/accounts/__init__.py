"""Who may sign in, what their role allows, and what was done: accounts, roles, audit."""
