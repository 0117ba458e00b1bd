import type { AnyProvider } from '../shared/provider.ts';
import { billecta } from './billecta/provider.ts';
import { swedbankPay } from './swedbank-pay/provider.ts';
import { swish } from './swish/provider.ts';

/** Every provider, for what belongs to none: the gateway, the clock, the messages and the documentation. */
export const providers: readonly AnyProvider[] = [billecta, swedbankPay, swish];
