import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clientTokenOf, opens } from '../../shared/client-token.ts';
import { isFlowIdOf, newFlowId } from '../../shared/flow-id.ts';
import { idempotencyKey } from '../../shared/idempotency.ts';
import { languageOf } from '../../shared/language.ts';
import { mac } from '../../shared/mac.ts';
import { macKey } from '../fakes/world.ts';

const merchants = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/);
const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });

it('Accept-Language never throws, and is answered in one of two languages', () => {
  const header = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.stringMatching(/^[a-zA-Z*-]{0,8}(;q=[\d.-]{0,5})?$/)).map((entries) => entries.join(',')),
  );
  fc.assert(
    fc.property(header, (text) => {
      expect(['sv', 'en']).toContain(languageOf(text));
    }),
  );
});

it('of Swedish and English the higher ranked is spoken', () => {
  const quality = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(quality, quality, (sv, en) => {
      fc.pre(sv !== en);
      const entries = [`sv-SE;q=${sv / 1000}`, 'de', `en;q=${en / 1000}`];
      for (const header of [entries, entries.toReversed()])
        expect(languageOf(header.join(', '))).toBe(sv > en ? 'sv' : 'en');
    }),
  );
});

it("a merchant's flow ids are its own, and nobody else's", () => {
  fc.assert(
    fc.property(merchants, merchants, times, (one, other, time) => {
      const flowId = newFlowId(macKey, one, time);
      expect(isFlowIdOf(macKey, one, flowId)).toBe(true);
      expect(isFlowIdOf(macKey, other, flowId)).toBe(one === other);
    }),
  );
});

it('a flow id changed anywhere is nobody’s, and no text makes it throw', () => {
  const hex = '0123456789abcdef';
  fc.assert(
    fc.property(times, fc.nat(43), fc.integer({ min: 1, max: 15 }), fc.string(), (time, place, by, text) => {
      const flowId = newFlowId(macKey, 'shop', time);
      const changed = hex.charAt((hex.indexOf(flowId.charAt(place)) + by) % 16);
      expect(isFlowIdOf(macKey, 'shop', flowId.slice(0, place) + changed + flowId.slice(place + 1))).toBe(false);
      expect(isFlowIdOf(macKey, 'shop', text)).toBe(false);
    }),
  );
});

it('flow ids sort by time', () => {
  fc.assert(
    fc.property(times, times, (one, other) => {
      fc.pre(one < other);
      expect(newFlowId(macKey, 'shop', one) < newFlowId(macKey, 'shop', other)).toBe(true);
    }),
  );
});

it('a client token opens its own flow only', () => {
  fc.assert(
    fc.property(times, times, fc.string(), (one, other, text) => {
      const [flowId, another] = [newFlowId(macKey, 'shop', one), newFlowId(macKey, 'shop', other)];
      expect(opens(macKey, clientTokenOf(macKey, flowId), flowId)).toBe(true);
      expect(opens(macKey, clientTokenOf(macKey, another), flowId)).toBe(false);
      expect(opens(macKey, text, flowId)).toBe(false);
    }),
  );
});

it('MACs of different parts differ, however the parts are cut', () => {
  const parts = fc.array(fc.string(), { maxLength: 3 });
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const same = JSON.stringify(one) === JSON.stringify(other);
      expect(mac(macKey, 'flow-id', ...one).equals(mac(macKey, 'flow-id', ...other))).toBe(same);
    }),
  );
});

it('an Idempotency-Key is taken if it is 1 to 255 visible ASCII characters', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary' })), (key) => {
      const visible = Array.from(key).every((letter) => letter > ' ' && letter < '\x7f');
      expect(idempotencyKey.safeParse(key).success).toBe(visible && key.length > 0 && key.length < 256);
    }),
  );
});
