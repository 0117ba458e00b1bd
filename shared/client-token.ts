import { mac, sameBytes } from './mac.ts';

const prefix = 'ct_';

/** What a browser holds: opens one flow's progress and cancellation, never its result. Only ever in the Authorization header. */
export const clientTokenOf = (macKey: string, flowId: string): string =>
  prefix + mac(macKey, 'client-token', flowId).toString('base64url');

export const isClientToken = (credential: string): boolean => credential.startsWith(prefix);

export const opens = (macKey: string, clientToken: string, flowId: string): boolean =>
  sameBytes(Buffer.from(clientToken), Buffer.from(clientTokenOf(macKey, flowId)));
