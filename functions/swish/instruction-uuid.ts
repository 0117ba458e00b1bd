import { createHash } from 'node:crypto';

/**
 * The id of a request that we choose: 32 upper-case hexadecimal characters without hyphens, in the form of a name-based
 * UUID (swish.md 3).
 * @param name what the id follows from; nothing of it is personal
 */
export const instructionUuid = (name: string): string => {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').toUpperCase();
};
