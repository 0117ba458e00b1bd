import { providerCallback } from '../../shared/provider-callback.ts';
import { swedbankPay } from './provider.ts';

export const handler = providerCallback(swedbankPay);
