import { providerCallback } from '../../shared/provider-callback.ts';
import { swish } from './provider.ts';

export const handler = providerCallback(swish);
