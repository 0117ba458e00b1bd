import { BlockList, isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod';

/** Where callbacks come from, as an environment says it: ranges of addresses, and whether any other is refused. */
export const callbackSources = z.strictObject({ addresses: z.array(z.cidrv4()), enforced: z.boolean() });
export type CallbackSources = z.infer<typeof callbackSources>;

/** Tells whether an address is in none of the ranges. Of an empty list nothing is unexpected. */
export const unexpectedSource = (ranges: readonly string[]): ((address: string) => boolean) => {
  const listed = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    listed.addSubnet(network, Number(bits), 'ipv4');
  }
  // An address of the other kind may be one of the first in disguise (::ffff:192.0.2.1): the list knows.
  const isListed = (address: string) =>
    isIPv4(address) ? listed.check(address, 'ipv4') : isIPv6(address) && listed.check(address, 'ipv6');
  return (address) => ranges.length > 0 && !isListed(address);
};
