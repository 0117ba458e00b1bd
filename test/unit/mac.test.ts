import { describe, expect, it } from 'vitest';
import { clientTokenOf, isClientToken, opens } from '../../shared/client-token.ts';
import { mac, sameBytes } from '../../shared/mac.ts';
import { macKey } from '../fakes/world.ts';

const flowId = 'ab'.repeat(22);

describe('MACs', () => {
  it('are the same for the same, and 32 bytes', () => {
    expect(mac(macKey, 'flow-id', 'shop', 'x')).toEqual(mac(macKey, 'flow-id', 'shop', 'x'));
    expect(mac(macKey, 'flow-id')).toHaveLength(32);
  });

  it.each([
    ['another purpose', mac(macKey, 'client-token', 'shop', 'x')],
    ['another key', mac(`${macKey}.`, 'flow-id', 'shop', 'x')],
    ['the same letters, parted elsewhere', mac(macKey, 'flow-id', 'sho', 'px')],
    ['one part instead of two', mac(macKey, 'flow-id', 'shopx')],
    ['a part that looks like two', mac(macKey, 'flow-id', 'shop","x')],
  ])('differ for %s', (_, other) => {
    expect(mac(macKey, 'flow-id', 'shop', 'x').equals(other)).toBe(false);
  });

  it.each([
    ['the same', 'abc', 'abc', true],
    ['another', 'abc', 'abd', false],
    ['shorter', 'abc', 'ab', false],
    ['empty', '', '', true],
  ])('compare: %s', (_, one, other, same) => {
    expect(sameBytes(Buffer.from(one), Buffer.from(other))).toBe(same);
  });
});

describe('client tokens', () => {
  it('open their own flow', () => {
    const token = clientTokenOf(macKey, flowId);
    expect(isClientToken(token)).toBe(true);
    expect(opens(macKey, token, flowId)).toBe(true);
  });

  it.each([
    ['another flow', clientTokenOf(macKey, 'cd'.repeat(22))],
    ['another environment', clientTokenOf(`${macKey}.`, flowId)],
    ['nothing', ''],
    ['half of it', clientTokenOf(macKey, flowId).slice(0, 20)],
    ['letters beyond ASCII of the same length', 'å'.repeat(clientTokenOf(macKey, flowId).length)],
  ])('one of %s does not open it', (_, token) => {
    expect(opens(macKey, token, flowId)).toBe(false);
  });
});
