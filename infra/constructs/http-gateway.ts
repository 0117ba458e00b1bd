import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import * as z from 'zod';

export interface HttpGatewayProps {
  readonly prefix: string;
  readonly logRetention: RetentionDays;
  readonly throttling: { readonly ratePerSecond: number; readonly burst: number };
  /** Browsers of these origins may read a flow's progress and cancel it. */
  readonly corsOrigins: readonly string[];
  /** Answers for every path that has no route: our 404, not the gateway's. */
  readonly fallback: IFunction;
}

const method = z.enum(HttpMethod);

/** The front door. Who may come in is checked by the functions: see the suppression's reason. */
export class HttpGateway extends Construct {
  readonly api: HttpApi;
  readonly #integrations = new Map<IFunction, HttpLambdaIntegration>();

  constructor(
    scope: Construct,
    id: string,
    { prefix, logRetention, throttling, corsOrigins, fallback }: HttpGatewayProps,
  ) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: prefix,
      createDefaultStage: false,
      // Only the verbs and headers that a payer's page needs; whatever else a browser sends stays with the server's key.
      ...(corsOrigins.length === 0
        ? {}
        : {
            corsPreflight: {
              allowOrigins: [...corsOrigins],
              allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
              allowHeaders: ['authorization', 'accept-language', 'content-type'],
              exposeHeaders: ['retry-after'],
              maxAge: Duration.minutes(10),
            },
          }),
      defaultIntegration: this.#integration(fallback),
    });

    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/apigateway/${prefix}`,
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttling.ratePerSecond, burstLimit: throttling.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // No address, no path, no user agent: a caller's IP is personal data, and the route says enough.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            route: '$context.routeKey',
            status: '$context.status',
            latencyMs: '$context.responseLatency',
          }),
        ),
      },
    });

    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Keys and client tokens are checked in the functions: an authorizer could neither shape our 401, 403 and 404, nor accept either credential, and caches one decision for all routes.',
    });
  }

  /** @param route as a provider writes it: `POST /v1/…` */
  route(route: string, handler: IFunction): void {
    const [verb, path = ''] = route.split(' ');
    this.api.addRoutes({ methods: [method.parse(verb)], path, integration: this.#integration(handler) });
  }

  #integration(handler: IFunction): HttpLambdaIntegration {
    const known = this.#integrations.get(handler);
    if (known) return known;
    const integration = new HttpLambdaIntegration(`${handler.node.path}-integration`.replaceAll('/', '-'), handler, {
      // One statement for each route would fill the function's policy, which has 20 KB.
      scopePermissionToRoute: false,
    });
    this.#integrations.set(handler, integration);
    return integration;
  }
}
