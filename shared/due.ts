import { createHash } from 'node:crypto';

/** The clock asks each shard for what is due, so one busy minute does not land on one partition. */
const shardCount = 8;
const shardsOf = (name: string): readonly string[] =>
  Array.from({ length: shardCount }, (_, shard) => `${name}#${shard}`);
export const dueShards = shardsOf('due');
/** Watched objects have shards of their own: ten thousand that are due must not stand before a payment. */
export const watchShards = shardsOf('watch');

const shardOf = (pk: string, name: string): string =>
  `${name}#${createHash('sha256').update(pk).digest().readUInt8(0) % shardCount}`;
/** Spread by key: the same item always lies in the same shard. */
export const dueShardOf = (pk: string): string => shardOf(pk, 'due');
export const watchShardOf = (pk: string): string => shardOf(pk, 'watch');

export const dueIndex = 'due';
