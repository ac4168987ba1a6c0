import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { Core } from '../../lib/stacks/core.ts';
import { makeApp } from './cloud.ts';

const template = Template.fromStack(new Core(makeApp()));

/** A policy that turns away whoever does not come by TLS. */
const TLS_ONLY = {
  PolicyDocument: {
    Statement: Match.arrayWith([
      Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ]),
  },
};

describe('every bucket', () => {
  test('is closed to the public, encrypted, and reached by TLS alone', () => {
    template.allResourcesProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    template.resourceCountIs('AWS::S3::BucketPolicy', 3);
    template.allResourcesProperties('AWS::S3::BucketPolicy', TLS_ONLY);
  });

  test.each(['Recordings', 'Reports'])('%s keeps what was replaced for a month, and who came by', (name) => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: { 'Fn::Join': ['', [`quarterhour-${name.toLowerCase()}-`, { Ref: 'AWS::AccountId' }]] },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          Match.objectLike({
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            ExpirationInDays: Match.absent(),
          }),
        ],
      },
      LoggingConfiguration: {
        DestinationBucketName: { Ref: 'AccessLogsBucket' },
        LogFilePrefix: `${name.toLowerCase()}/`,
      },
    });
  });
});

describe('the topics', () => {
  test.each(['critical', 'high', 'warning'])('%s is encrypted by our own key', (severity) => {
    template.hasResourceProperties('AWS::SNS::Topic', {
      TopicName: `quarterhour-${severity}`,
      KmsMasterKeyId: Match.anyValue(),
    });
  });

  test('take messages by TLS alone, and from alarms and budgets of this account', () => {
    template.resourceCountIs('AWS::SNS::TopicPolicy', 3);
    template.allResourcesProperties('AWS::SNS::TopicPolicy', TLS_ONLY);
    template.allResourcesProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sns:Publish',
            Principal: { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  test('have a key that changes every year and that alarms may use', () => {
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Condition: Match.absent(),
            Principal: { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
          }),
        ]),
      },
    });
  });

  test('share the only key: none signs for money', () => {
    template.resourceCountIs('AWS::KMS::Key', 1);
    expect(JSON.stringify(template.toJSON())).not.toContain('SIGN_VERIFY');
  });
});
