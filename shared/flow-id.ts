import { randomBytes } from 'node:crypto';
import { mac, sameBytes } from './mac.ts';

/**
 * A flow's id is hex: 6 bytes of time (milliseconds, so that ids sort), 8 random bytes, and 8 bytes of a MAC over both
 * and the merchant. After the flow has been erased the MAC is all that is left to tell "expired" (410) from "never
 * known" (404), and another merchant's id is simply unknown.
 */
const bytes = { time: 6, random: 8, tag: 8 };
const pattern = new RegExp(`^[0-9a-f]{${(bytes.time + bytes.random + bytes.tag) * 2}}$`);

const tagOf = (macKey: string, merchant: string, body: Uint8Array): Uint8Array =>
  mac(macKey, 'flow-id', merchant, Buffer.from(body).toString('hex')).subarray(0, bytes.tag);

/** @param seed for an id that can be found again by it; at least 8 bytes that nobody can guess */
export const newFlowId = (
  macKey: string,
  merchant: string,
  nowMilliseconds: number,
  seed: Uint8Array = randomBytes(bytes.random),
): string => {
  const body = Buffer.alloc(bytes.time + bytes.random);
  body.writeUIntBE(nowMilliseconds, 0, bytes.time);
  body.set(seed.subarray(0, bytes.random), bytes.time);
  return Buffer.concat([body, tagOf(macKey, merchant, body)]).toString('hex');
};

/** Whether it could be one of ours at all. */
export const isFlowId = (text: string): boolean => pattern.test(text);

/** Whether we once gave this id to this merchant. */
export const isFlowIdOf = (macKey: string, merchant: string, flowId: string): boolean => {
  if (!isFlowId(flowId)) return false;
  const all = Buffer.from(flowId, 'hex');
  const body = all.subarray(0, bytes.time + bytes.random);
  return sameBytes(all.subarray(body.byteLength), tagOf(macKey, merchant, body));
};
