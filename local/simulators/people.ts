/** Who the app's user turns out to be. */
interface Person {
  personalNumber: string;
  givenName: string;
  surname: string;
}

/** Made-up names for numbers that the authorities publish for testing. */
const names: Record<string, [givenName: string, surname: string]> = {
  '198001139297': ['Astrid', 'Provberg'],
  '197001239297': ['Bertil', 'Testlund'],
  '196001062626': ['Cecilia', 'Låtsaskvist'],
  '191212121212': ['Tora', 'Exempelström'],
  '197010632391': ['David', 'Påhittsson'],
  '198507099805': ['Elin', 'Övningsdal'],
};

/** The person behind a personal number of 12 digits. */
export function personOf(personalNumber: string): Person {
  const [givenName, surname] = names[personalNumber] ?? ['Okänd', 'Testperson'];
  return { personalNumber, givenName, surname };
}

/** Whether the text is a personal or coordination number of 12 digits with a real date and check digit (bankid.md 9). */
export function isPersonalNumber(text: string): boolean {
  const [, year, month, day, serial] = /^(\d{4})(\d{2})(\d{2})(\d{3})\d$/.exec(text) ?? [];
  if (!year || !month || !day || serial === '000') return false;
  const dayOfMonth = Number(day) > 60 ? Number(day) - 60 : Number(day);
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, dayOfMonth);
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === dayOfMonth && passesLuhn(text.slice(2));
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number).reduce((total, digit, index) => {
    const weighted = digit * (index % 2 === 0 ? 2 : 1);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}
