import { RemovalPolicy, SecretValue, Stack, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { SlussFunction } from './sluss-function.ts';

/** The product's own secrets, beside one for each provider, which a command puts in and no template ever holds. */
type OwnSecret = 'api-keys' | 'mac-key' | 'webhook';

export interface OwnSecretsProps {
  /** Such as `sluss/test`. */
  readonly secretPrefix: string;
  /** Whether they go with the stack, so that it can be made anew under the same names. */
  readonly destroy: boolean;
}

/** Secrets by name: the functions get the name, and the right to read this one and no other. */
export class OwnSecrets extends Construct {
  readonly #prefix: string;
  // Without them no client token, no Idempotency-Key and no merchant is known any more.
  readonly #removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, { secretPrefix, destroy }: OwnSecretsProps) {
    super(scope, id);
    this.#prefix = secretPrefix;
    this.#removalPolicy = destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    this.#generated(
      'MacKey',
      'mac-key',
      'Signs flow ids and client tokens, and makes keyed hashes; generated here, never changed',
      this.#removalPolicy,
      'Rotation would void every client token; the keys of callback addresses are rotated by npm run keys.',
    );
    const apiKeys = new Secret(this, 'ApiKeys', {
      secretName: this.nameOf('api-keys'),
      description: 'SHA-256 of each API key, with its merchant, name and scopes; kept by npm run keys',
      // Only how it begins: a later deployment does not touch what the command has put in.
      secretStringValue: SecretValue.unsafePlainText('{"keys":[]}'),
      removalPolicy: this.#removalPolicy,
    });
    notRotated(apiKeys, 'API keys are rotated by npm run keys, one at a time.');
  }

  /** The key that signs what the webhook posts; only where an environment has one. */
  addWebhookKey(): void {
    this.#generated(
      'WebhookKey',
      'webhook',
      "Signs the webhook's requests: whsec_ and this key; generated here",
      // Unlike the others it may go with the setting: the receiver is then given another.
      RemovalPolicy.DESTROY,
      'The receiver must learn of a new key at the same time, so a person changes it.',
    );
  }

  /** @param what one of our own, or a provider's name */
  nameOf(what: string): string {
    return `${this.#prefix}/${what}`;
  }

  /** By name and not by reference, since a provider's secret is made by a command and not by this template. */
  allow(who: SlussFunction, ...whats: readonly (OwnSecret | (string & {}))[]): void {
    const arnOf = (what: string) =>
      // Secrets Manager ends every ARN with six characters of its own.
      Stack.of(this).formatArn({ service: 'secretsmanager', resource: `secret:${this.nameOf(what)}-??????` });
    who.allow(['secretsmanager:GetSecretValue'], whats.map(arnOf));
  }

  #generated(
    id: string,
    what: OwnSecret,
    description: string,
    removalPolicy: RemovalPolicy,
    whyNotRotated: string,
  ): void {
    const secret = new Secret(this, id, {
      secretName: this.nameOf(what),
      description,
      // A change to any of this would make AWS generate another key. Letters and digits are Base64 too.
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'key',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy,
    });
    notRotated(secret, whyNotRotated);
  }
}

const notRotated = (secret: Secret, reason: string): void =>
  Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason });
