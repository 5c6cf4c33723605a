// ISO 3166 letters of the countries whose name in the world file is an abbreviation or an older form; all others are found by name.
export const ABBREVIATED = {
  "W. Sahara": "EH",
  "American Samoa": "AS",
  "Fr. S. Antarctic Lands": "TF",
  "Antigua and Barb.": "AG",
  "Bosnia and Herz.": "BA",
  "Central African Rep.": "CF",
  "Dem. Rep. Congo": "CD",
  Aland: "AX",
  Congo: "CG",
  "Cayman Is.": "KY",
  "N. Cyprus": "",
  "Czech Rep.": "CZ",
  "Dominican Rep.": "DO",
  "Falkland Is.": "FK",
  "Faeroe Is.": "FO",
  "Eq. Guinea": "GQ",
  "Heard I. and McDonald Is.": "HM",
  "Br. Indian Ocean Ter.": "IO",
  "Côte d'Ivoire": "CI",
  "Cape Verde": "CV",
  "Siachen Glacier": "",
  Korea: "KR",
  "Lao PDR": "LA",
  "Saint Lucia": "LC",
  Macedonia: "MK",
  Myanmar: "MM",
  "N. Mariana Is.": "MP",
  "Dem. Rep. Korea": "KP",
  Palestine: "PS",
  "Fr. Polynesia": "PF",
  "S. Sudan": "SS",
  "S. Geo. and S. Sandw. Is.": "GS",
  "Saint Helena": "SH",
  "Solomon Is.": "SB",
  "St. Pierre and Miquelon": "PM",
  "São Tomé and Principe": "ST",
  Swaziland: "SZ",
  "Turks and Caicos Is.": "TC",
  "Trinidad and Tobago": "TT",
  Turkey: "TR",
  "St. Vin. and Gren.": "VC",
  "U.S. Virgin Is.": "VI",
  Micronesia: "FM",
};

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

const namesIn = (language) => new Intl.DisplayNames([language], { type: "region", fallback: "none" });

/** English name → ISO letters, from the names that the JavaScript engine knows. */
export function lettersByName() {
  const english = namesIn("en");
  const found = new Map(Object.entries(ABBREVIATED));
  for (const first of LETTERS)
    for (const second of LETTERS) {
      const name = english.of(first + second);
      if (name && !found.has(name)) found.set(name, first + second);
    }
  return found;
}

/** Chinese name of a country by its letters; the English one of the file where there is none. */
export const chineseName = (letters, otherwise) => (letters && namesIn("zh-CN").of(letters)) || otherwise;
