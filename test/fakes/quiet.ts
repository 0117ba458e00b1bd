// Imported before the machinery: what functions log is for log.test.ts and metrics.test.ts to look at.
process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';
