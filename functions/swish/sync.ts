import { providerSync } from '../../shared/provider-sync.ts';
import { swish } from './provider.ts';

export const handler = providerSync(swish);
