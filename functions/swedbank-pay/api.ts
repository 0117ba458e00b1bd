import { providerApi } from '../../shared/provider-api.ts';
import { swedbankPay } from './provider.ts';

export const handler = providerApi(swedbankPay);
