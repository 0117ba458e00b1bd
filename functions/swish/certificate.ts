import { providerCertificate } from '../../shared/provider-certificate.ts';
import { swish } from './provider.ts';

export const handler = providerCertificate(swish);
