import type { Message } from '../../shared/polling-flow.ts';

/**
 * What the person reads while BankID works, by hint. The meanings follow BankID's recommended messages (bankid.md
 * sections 7 and 8; the RFA key stands behind each); the words are ours.
 */
export const bankIdHints = {
  // RFA1
  'outstanding-transaction': {
    sv: 'Öppna BankID i mobilen och skanna koden, eller öppna BankID på den här enheten.',
    en: 'Open BankID on your phone and scan the code, or open BankID on this device.',
  },
  // RFA15A, RFA15B
  started: {
    sv: 'Letar efter ditt BankID. Händer inget inom kort kan du behöva lägga till ett på enheten.',
    en: 'Looking for your BankID. If nothing happens soon, you may need to add one on the device.',
  },
  // RFA9
  'user-sign': {
    sv: 'Slutför steget i BankID med din kod eller med fingeravtryck eller ansikte.',
    en: 'Complete the step in BankID with your code, your fingerprint or your face.',
  },
  // RFA21
  processing: { sv: 'Arbetar med ärendet.', en: 'Working on it.' },
  // RFA2, RFA8
  'no-client': {
    sv: 'Vi hittade inget öppet BankID. Öppna appen och försök igen. Saknar du BankID hjälper din bank dig.',
    en: 'We found no open BankID. Open the app and try again. Your bank can help you get a BankID.',
  },
  // RFA8
  'expired-transaction': {
    sv: 'Vi fick inget svar från BankID i tid. Se till att appen är öppen och uppkopplad och försök igen.',
    en: 'We did not hear from the BankID app in time. See that it is open and online, then try again.',
  },
  // RFA16
  'certificate-error': {
    sv: 'Det här BankID:t går inte längre att använda. Välj ett annat eller förnya det hos din bank.',
    en: 'This BankID cannot be used any more. Pick another one or renew it at your bank.',
  },
  // RFA6
  'user-cancel': { sv: 'Du stoppade ärendet i BankID.', en: 'You stopped the BankID request.' },
  // RFA3
  'cancelled-by-system': {
    sv: 'Ärendet stoppades, kanske av ett nytt ärende. Du kan börja om.',
    en: 'The request was stopped, perhaps by a newer one. You are welcome to start over.',
  },
  // RFA17A, RFA17B
  'start-failed': {
    sv: 'BankID startade inte eller så lästes koden inte av. Öppna BankID, välj skanna och försök igen.',
    en: 'BankID did not start, or the code was not read. Open BankID, choose scan, and try again.',
  },
  // RFA4
  'already-in-progress': {
    sv: 'Du har redan ett pågående BankID-ärende. Vänta en stund och börja sedan om.',
    en: 'You already have a BankID request open. Wait a moment, then start again.',
  },
  // None of BankID's: it leaves who it was to the relying party.
  'wrong-person': {
    sv: 'Det var en annan person än väntat som använde sitt BankID.',
    en: 'The person who used their BankID was another than expected.',
  },
  // RFA22
  'unknown-error': {
    sv: 'Något oväntat hände. Börja om, tack.',
    en: 'Something unexpected happened. Start again, please.',
  },
} as const satisfies Record<string, Message>;
export type BankIdHint = keyof typeof bankIdHints;
