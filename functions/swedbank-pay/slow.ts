import { providerSlow } from '../../shared/provider-slow.ts';
import { swedbankPay } from './provider.ts';

export const handler = providerSlow(swedbankPay);
