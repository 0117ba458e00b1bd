import type { AnyProvider } from '../../shared/provider.ts';

/** How a provider's secret is asked for and tried: one small file for each provider. */
export interface ProviderSecret {
  provider: AnyProvider;
  /** What it can be made from, besides being typed: flags without a value, each with what it does. */
  flags: Record<string, string>;
  /** What is asked for without any flag. */
  asksFor: string;
  /**
   * Asks for what it takes, tries it at the provider, and returns its part of the secret's JSON and a sentence about the trial.
   * Throws an explained error for what the provider refuses.
   */
  obtain: (host: string, flags: ReadonlySet<string>) => Promise<{ value: object; sentence: string }>;
}
