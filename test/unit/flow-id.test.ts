import { describe, expect, it } from 'vitest';
import { isFlowIdOf, newFlowId } from '../../shared/flow-id.ts';
import { macKey } from '../fakes/world.ts';

const now = Date.parse('2026-11-21T10:00:00Z');

describe('flow ids', () => {
  it('are 44 hex characters that begin with their time', () => {
    const flowId = newFlowId(macKey, 'shop', now);
    expect(flowId).toMatch(/^[0-9a-f]{44}$/);
    expect(Number.parseInt(flowId.slice(0, 12), 16)).toBe(now);
  });

  it('sort by time', () => {
    const ids = [now + 2, now, now + 1].map((time) => newFlowId(macKey, 'shop', time));
    expect(ids.toSorted()).toEqual([ids[1], ids[2], ids[0]]);
  });

  it('differ for the same merchant in the same millisecond', () => {
    expect(newFlowId(macKey, 'shop', now)).not.toBe(newFlowId(macKey, 'shop', now));
  });

  it.each([
    ['the merchant itself', 'shop', macKey, true],
    ['another merchant', 'other', macKey, false],
    ['another environment', 'shop', 'another-mac-key-0123456789-0123456', false],
  ])('is known to %s: %#', (_, merchant, key, known) => {
    expect(isFlowIdOf(key, merchant, newFlowId(macKey, 'shop', now))).toBe(known);
  });

  it.each([
    ['empty', ''],
    ['too short', 'ab'.repeat(21)],
    ['upper case', newFlowId(macKey, 'shop', now).toUpperCase()],
    ['no hex', 'x'.repeat(44)],
    ['a path', '../../v1/health'],
    ['made up', '00'.repeat(22)],
  ])('one that is %s is nobody’s', (_, flowId) => {
    expect(isFlowIdOf(macKey, 'shop', flowId)).toBe(false);
  });
});
