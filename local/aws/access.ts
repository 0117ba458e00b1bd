/** The one account and region of the local AWS. Its root key is the word "test", which real AWS knows nothing of. */
export const region = 'eu-north-1';
export const account = '000000000000';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Settings for an SDK client of the local AWS at `endpoint`. */
export const localAccess = (endpoint: string) => ({ endpoint, region, credentials });

/** The same for a program: and nothing of the user's own AWS profiles is read. */
export const localAccessEnvironment = (endpoint: string, directory: string) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_CONFIG_FILE: `${directory}/no-aws-config`,
  AWS_SHARED_CREDENTIALS_FILE: `${directory}/no-aws-credentials`,
  AWS_EC2_METADATA_DISABLED: 'true',
});

/**
 * Headers that name the root key as the caller, for a request without the SDK. Where IAM is enforced the emulator wants to
 * know who calls, but does not check the signature (measured).
 */
export const localCaller = (service: string) => {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${credentials.accessKeyId}/${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unchecked`,
    'x-amz-date': time,
  };
};
