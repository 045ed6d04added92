// What a NIK says about itself: 6 digits of region, birth date as DDMMYY (40 added to the day of women), 4 of sequence.
export function readNik(text) {
  const digits = text.replace(/[\s.-]/g, "");
  if (!/^[1-9]\d{15}$/.test(digits)) return { fault: "digits" };
  const day = Number(digits.slice(6, 8)), month = Number(digits.slice(8, 10)), year = Number(digits.slice(10, 12));
  const female = day > 40, today = new Date();
  const century = 2000 + year > today.getUTCFullYear() ? 1900 : 2000;
  const born = new Date(Date.UTC(century + year, month - 1, female ? day - 40 : day));
  if (born.getUTCMonth() !== month - 1 || born.getUTCDate() !== (female ? day - 40 : day) || digits.endsWith("0000")) return { fault: "date" };
  return { born, sex: female ? "female" : "male" };
}
