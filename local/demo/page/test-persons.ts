/** The published test numbers, with people who do not exist. No other number works in this demo. */
export const testPersons = [
  { personalNumber: '191212121212', name: 'Tova Exempel', address: 'Bryggvägen 3', email: 'tova@example.com' },
  { personalNumber: '198001139297', name: 'Vera Exempel', address: 'Slussgatan 7', email: 'vera@example.com' },
  { personalNumber: '196001062626', name: 'Sixten Prov', address: 'Hamngatan 12', email: 'sixten@example.com' },
  { personalNumber: '197001239297', name: 'Siv Prov', address: 'Kajen 1', email: 'siv@example.com' },
  { personalNumber: '197010632391', name: 'Nils Påhitt', address: 'Fyrvägen 9', email: 'nils@example.com' },
  { personalNumber: '198507099805', name: 'Ebba Påhitt', address: 'Bojvägen 2', email: 'ebba@example.com' },
].map((person) => ({ ...person, postcode: '12345', city: 'Exempelstad' }));
