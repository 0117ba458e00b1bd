/** Credentials of the simulated provider. They open nothing but a simulator on one's own machine. */
export const localToken = 'only-for-the-local-simulator';
export const localPayeeId = '00000000-0000-4000-8000-00000000beef';

/** How long a callback waits after what caused it, in seconds (swedbank-pay.md 25 asks for 0 to 5). */
export const localCallbackDelaySeconds = 1;
