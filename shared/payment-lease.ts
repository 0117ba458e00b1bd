/**
 * How long, in seconds, whoever creates a payment or operates on one is left alone: longer than the function that does it
 * can live, which is 29 for the API's and 78 for the machine's. Until then an equal request waits; from then on nobody is
 * at it, and where nothing has told what became of it, that is unknown.
 */
export const paymentLeaseSeconds = { fast: 35, slow: 80 };
