import * as z from 'zod';

/** What is told of an object: words, flags, and amounts in öre. */
const watchedState = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type WatchedState = Readonly<z.infer<typeof watchedState>>;

/** An object at the provider as one read shows it. */
export interface Sight {
  /** Only what merchants are told. */
  readonly state: WatchedState;
  /** Nothing more happens to it by itself: once nothing has changed for a day it is looked at for rings alone. */
  readonly isClosed: boolean;
  /** Which object of the kind `madeBy` has made it without us. */
  readonly makerId?: string | null;
  /** All that it has made so far without us. */
  readonly made?: readonly NamedObject[];
  /** When to look next (seconds), for a kind that knows better than a wait that grows. */
  readonly nextLook?: number;
}

interface Kind<Client> {
  /** In keys and in the ids of events. */
  readonly name: string;
  /** @param now seconds */
  read(client: Client, id: string, now: number): Promise<Sight>;
}

/** A kind of object at a provider that makes watched ones by itself, such as a contract. Nobody is told of it. */
export type MakerKind<Client> = Kind<Client>;

/** A kind of object at a provider that changes without our doing, such as an invoice. */
export interface WatchedKind<Client> extends Kind<Client> {
  /** The kind of the makers of those that we did not ask for. */
  readonly madeBy?: string;
  /** What the object's id is called in the event. */
  readonly idField: string;
  /** The type of the event that tells a new state. */
  readonly event: `${string}.changed`;
  readonly summary: string;
  /** The state's fields in the event: none of them is personal. */
  readonly state: z.ZodObject;
}

/** The objects of a provider that change without our doing, and how it rings for them. */
export interface Watched<Client, Secret> {
  readonly kinds: readonly WatchedKind<Client>[];
  readonly makers: readonly MakerKind<Client>[];
  /** Which objects a ring's body seems to be about. It decides where we look, and nothing else. */
  namedIn(body: unknown): readonly NamedObject[];
  /** What the header Authorization of a ring must hold; undefined where nobody has agreed on it. */
  ringAuthorization(secret: Secret): string | undefined;
}

export interface NamedObject {
  readonly kind: string;
  readonly id: string;
}

export const watchedKey = (provider: string, { kind, id }: NamedObject): string => `watched#${provider}#${kind}#${id}`;

/** What such a key is about. */
export const namedByKey = (pk: string): NamedObject & { readonly provider: string } => {
  const [, provider = '', kind = '', id = ''] = pk.split('#');
  return { provider, kind, id };
};

/** The detail of a kind's event. Delivered at least once; `eventId` is the same each time. */
export const objectChanged = ({ idField, state }: Pick<WatchedKind<never>, 'idField' | 'state'>) =>
  z.strictObject({
    eventId: z.string().meta({ description: 'The same at each delivery of this event' }),
    provider: z.string(),
    merchant: z.string().meta({ description: 'Whose request made it' }),
    merchantReference: z.string().optional(),
    [idField]: z.string(),
    ...state.shape,
    at: z.iso.datetime().meta({ description: 'When we learned of it' }),
  });

/** A watched object's item in the ledger. Times are seconds; nothing of it is personal. */
export const watchedObject = z.object({
  pk: z.string(),
  provider: z.string(),
  kind: z.string(),
  id: z.string(),
  merchant: z.string(),
  merchantReference: z.string().optional(),
  /** What was last told, or seen of a maker; absent until the first look. Not `createdAt` beside it: that would list it among payments. */
  state: watchedState.optional(),
  /** When that was, or when the watch began. */
  changedAt: z.number(),
  /** Counts the states; whoever read an older one reads again. */
  version: z.number(),
  /** How many rings there were, and how many of them the newest look came after. */
  rings: z.number(),
  ringsSeen: z.number(),
  /** Faults of the provider in a row. */
  faults: z.number(),
  /** The event of the newest state, until it is on the bus. */
  untold: z.looseObject({ eventId: z.string() }).optional(),
  /** Absent for what is closed. */
  dueAt: z.number().optional(),
});
export type WatchedObject = Readonly<z.infer<typeof watchedObject>>;
