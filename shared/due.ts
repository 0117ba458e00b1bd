import { createHash } from 'node:crypto';

/** The clock asks each shard for what is due, so one busy minute does not land on one partition. */
const shardCount = 8;
export const dueShards = Array.from({ length: shardCount }, (_, shard) => `due#${shard}`);

/** Spread by key: the same item always lies in the same shard. */
export const dueShardOf = (pk: string): string =>
  `due#${createHash('sha256').update(pk).digest().readUInt8(0) % shardCount}`;

export const dueIndex = 'due';
