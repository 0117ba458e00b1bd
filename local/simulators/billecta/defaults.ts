/** Credentials of the simulated provider. They open nothing but a simulator on one's own machine. */
export const localCreditorPublicId = '00000000-0000-4000-8000-00000000cafe';
export const localSecureToken = Buffer.from('only-for-the-local-simulator').toString('base64');
export const localUser = 'local-api-user';
export const localPassword = 'only-for-the-local-simulator';
