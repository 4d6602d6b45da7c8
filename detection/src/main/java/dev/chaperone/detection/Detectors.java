// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// The detectors that come with the product.
///
/// To add a provider's token: a line in [#TITLES] unless the detector exists, and a line in
/// [#TOKENS]. Lengths are what has been seen; rather too wide than too narrow. Of two findings that
/// are equally sure about the same bytes, the one whose detector stands first in [#TITLES] stays.
final class Detectors {
    static final String PRIVATE_KEY = "private-key";
    static final String AWS_SECRET = "aws-secret-access-key";
    static final String OPENAI_KEY = "openai-key";
    static final String JWT = "jwt";
    static final String AUTHORIZATION = "authorization-header";
    static final String URL_CREDENTIALS = "url-credentials";
    static final String CURL_CREDENTIALS = "curl-credentials";
    static final String PASSWORD_ASSIGNMENT = "password-assignment";

    /// Raise it when a rule changes that is not in the tables below: results are kept by version.
    private static final int REVISION = 1;

    /// id, best confidence, title
    private static final String TITLES =
            """
            private-key            proven      Private key (PEM, OpenSSH, PGP, PuTTY)
            aws-access-key-id      shaped      AWS access key id
            github-token           proven      GitHub token
            gitlab-token           shaped      GitLab token
            npm-token              proven      npm token
            anthropic-key          shaped      Anthropic key
            openai-key             proven      OpenAI key
            google-api-key         shaped      Google API key
            google-oauth-token     shaped      Google OAuth token or client secret
            slack-token            shaped      Slack token
            slack-webhook          shaped      Slack webhook address
            stripe-key             shaped      Stripe key
            azure-storage-key      proven      Azure storage or Cosmos DB key
            azure-shared-key       shaped      Azure shared access key
            jwt                    proven      JSON web token
            aws-secret-access-key  contextual  AWS secret access key
            authorization-header   contextual  Credentials in an Authorization header
            url-credentials        contextual  Password in an address or connection string
            curl-credentials       contextual  User and password in a curl command
            password-assignment    contextual  Password, secret or token in an assignment
            """;

    /// id, check, shape; a shape must differ from the others in its first five characters or be
    /// told apart by what follows.
    private static final String TOKENS =
            """
            aws-access-key-id   none    AKIA{b32:16}
            aws-access-key-id   none    ASIA{b32:16}
            aws-access-key-id   none    ABIA{b32:16}
            aws-access-key-id   none    ACCA{b32:16}
            github-token        crc     ghp_{b62:36}
            github-token        crc     gho_{b62:36}
            github-token        crc     ghu_{b62:36}
            github-token        crc     ghs_{b62:36-255}
            github-token        crc     ghr_{b62:36-80}
            github-token        none    github_pat_{b62:22}_{b62:59}
            gitlab-token        none    glpat-{b64u:20-320}
            gitlab-token        none    gldt-{b64u:20-300}
            gitlab-token        none    glrt-{b64u:20-320}
            gitlab-token        none    glrtr-{b64u:20-320}
            gitlab-token        none    GR1348941{b64u:20-60}
            gitlab-token        none    glcbt-{b62:1-5}_{b64u:20-64}
            gitlab-token        none    glptt-{hex:40}
            gitlab-token        none    glft-{b64u:20-70}
            gitlab-token        none    glimt-{b64u:25}
            gitlab-token        none    glagent-{b64u:50}
            gitlab-token        none    gloas-{b64u:64}
            gitlab-token        none    glsoat-{b64u:20-50}
            gitlab-token        none    glffct-{b64u:20-50}
            gitlab-token        none    glwt-{b64u:20-50}
            npm-token           crc     npm_{b62:36}
            anthropic-key       none    sk-ant-api03-{b64u:80-120}
            anthropic-key       none    sk-ant-admin01-{b64u:80-120}
            anthropic-key       none    sk-ant-oat01-{b64u:80-120}
            anthropic-key       none    sk-ant-ort01-{b64u:80-120}
            anthropic-key       none    sk-ant-sid01-{b64u:80-120}
            openai-key          openai  sk-proj-{b64u:40-180}
            openai-key          openai  sk-svcacct-{b64u:40-180}
            openai-key          openai  sk-admin-{b64u:40-180}
            google-api-key      none    AIza{b64u:35}
            google-api-key      none    AQ.Ab8RN6{b64u:44}
            google-oauth-token  digits  ya29.{b64u:20-2048}
            google-oauth-token  none    GOCSPX-{b64u:28}
            slack-token         none    xoxb-{digit:8-14}-{digit:8-14}-{b62:18-34}
            slack-token         none    xoxb-{digit:8-14}-{b62:18-34}
            slack-token         none    xoxp-{digit:8-14}-{digit:8-14}-{digit:8-14}-{b64u:28-34}
            slack-token         digits  xoxp-{digit:8-14}-{digit:8-14}-{b64u:10-100}
            slack-token         digits  xoxa-{b64u:10-150}
            slack-token         digits  xoxo-{b64u:10-150}
            slack-token         digits  xoxr-{b64u:10-150}
            slack-token         digits  xoxs-{b64u:10-150}
            slack-token         none    xoxc-{digit:9-15}-{digit:9-15}-{digit:9-15}-{hex:64}
            slack-token         none    xoxd-{urlenc:100-400}
            slack-token         none    xoxe-{digit:1}-{b62:146}
            slack-token         none    xoxe.xoxp-{digit:1}-{b62:163-166}
            slack-token         none    xoxe.xoxb-{digit:1}-{b62:163-166}
            slack-token         none    xapp-{digit:1}-{upper:8-12}-{digit:10-13}-{hex:64}
            slack-token         digits  xwfp-{b64u:20-200}
            slack-webhook       none    hooks.slack.com/services/{upper:9-12}/{upper:9-12}/{b62:20-30}
            slack-webhook       none    hooks.slack.com/triggers/{upper:9-12}/{digit:10-14}/{hex:20-40}
            slack-webhook       none    hooks.slack.com/workflows/{upper:9-12}/{upper:9-12}/{digit:10-20}/{b62:20-30}
            stripe-key          none    sk_live_{b62:24-247}
            stripe-key          none    sk_test_{b62:24-247}
            stripe-key          none    rk_live_{b62:24-247}
            stripe-key          none    rk_test_{b62:24-247}
            stripe-key          none    whsec_{b64:32-64}
            azure-storage-key   fixed   AccountKey={b64:86}==
            azure-shared-key    none    SharedAccessKey={b64:43}=
            """;

    private Detectors() {}

    static List<Detector> all() {
        return TITLES.lines().map(Detectors::detector).toList();
    }

    private static Detector detector(String line) {
        String[] columns = line.split(" +", 3);
        var confidence = Confidence.valueOf(columns[1].toUpperCase(java.util.Locale.ROOT));
        return new Detector(columns[0], columns[2], confidence, Detector.Kind.SECRET);
    }

    static List<Probe> probes() {
        var probes = new ArrayList<Probe>();
        probes.add(new PrivateKeyProbe());
        TOKENS.lines().map(Detectors::token).forEach(probes::add);
        probes.add(new OpenAiKeyProbe());
        probes.add(new JsonWebTokenProbe());
        probes.add(new AwsSecretProbe());
        probes.add(new AuthorizationProbe());
        probes.add(new UrlCredentialsProbe());
        probes.add(new CurlCredentialsProbe());
        Keyword.ALL.forEach(keyword -> probes.add(new AssignmentProbe(keyword)));
        return probes;
    }

    private static Probe token(String line) {
        String[] columns = line.split(" +", 3);
        return new TokenProbe(
                columns[0], TokenProbe.Check.named(columns[1]), TokenShape.parse(columns[2]));
    }

    /// Changes whenever the set changes.
    static String version() {
        var crc = new CRC32();
        crc.update((TITLES + TOKENS + Keyword.ALL).getBytes(StandardCharsets.UTF_8));
        return "%d-%08x".formatted(REVISION, crc.getValue());
    }
}
