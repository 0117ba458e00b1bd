import { providerSync } from '../../shared/provider-sync.ts';
import { swedbankPay } from './provider.ts';

export const handler = providerSync(swedbankPay);
