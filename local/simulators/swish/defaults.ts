/** The Swish number of the published test merchant (swish.md 16.2). */
export const localPayeeAlias = '1234679304';

/** The API, and the payer's phone and the control API beside it. */
export const localPort = 4103;
export const localControlPort = 4104;
