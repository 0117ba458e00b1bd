import { providerApi } from '../../shared/provider-api.ts';
import { swish } from './provider.ts';

export const handler = providerApi(swish);
