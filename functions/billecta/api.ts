import { providerApi } from '../../shared/provider-api.ts';
import { billecta } from './provider.ts';

export const handler = providerApi(billecta);
