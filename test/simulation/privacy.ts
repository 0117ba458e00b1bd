/** Everything that the people of a simulation are told apart by; an account's number among them, but no part of an id. */
const personal =
  /\b(?:198001139297|197010632391|198507099805|0000018|0000026|0000034|0000042)\b|Provberg|Påhittsson|Övningsdal|Vera Exempel|Provgatan|46739000001|@example\.com/;

/** Whether something holds personal data. */
export const isPersonal = (what: unknown): boolean => personal.test(JSON.stringify([what]));
