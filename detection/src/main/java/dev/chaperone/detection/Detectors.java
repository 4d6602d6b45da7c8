// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// The detectors that come with the product: data in `detectors/*.yaml`, prepared by the build, and
/// a few programs for what has no form of its own.
final class Detectors {
    static final String PRIVATE_KEY = "private-key";
    static final String AWS_SECRET = "aws-secret-access-key";
    static final String JWT = "jwt";
    static final String JWK = "json-web-key";
    static final String AUTHORIZATION = "authorization-header";
    static final String URL_CREDENTIALS = "url-credentials";
    static final String CURL_CREDENTIALS = "curl-credentials";
    static final String ENTRA_SECRET = "azure-ad-client-secret";
    static final String UUID = "uuid";
    static final String KEY_LINE = "base64-line";
    static final String CUSTOMER_DATA = "customer-data";
    static final String COMPANY_SECRET = "company-secret";
    static final String CANARY = "canary";
    static final String CLASSIFICATION_MARKER = "classification-marker";
    static final String COMPANY_MARKER = "company-marker";
    static final String PASSWORD_ASSIGNMENT = "password-assignment";

    /// Raise it when a program changes: results are kept by version.
    private static final int REVISION = 7;

    private static final Loaded BUILT_IN = load();

    private Detectors() {}

    private record Loaded(
            List<Rule> rules, Map<String, Detector.Kind> kinds, Rule customerData, long sum) {}

    private static Loaded load() {
        byte[] prepared = PreparedDetectors.bytes();
        CRC32 sum = new CRC32();
        sum.update(prepared);
        List<Rule> rules = PreparedDetectors.read(prepared);
        Map<String, Rule> byId = new HashMap<>();
        for (Rule rule : rules) {
            if (byId.put(rule.detector().id(), rule) != null) {
                throw new IllegalStateException("Two detectors are " + rule.detector().id());
            }
        }
        Map<String, Detector.Kind> kinds = new HashMap<>();
        byId.forEach((id, rule) -> kinds.put(id, rule.detector().kind()));
        Rule customerData = byId.get(CUSTOMER_DATA);
        if (customerData == null || customerData.records() < 1) {
            throw new IllegalStateException(CUSTOMER_DATA + " needs a number of records");
        }
        return new Loaded(List.copyOf(rules), Map.copyOf(kinds), customerData, sum.getValue());
    }

    /// All that are reported, in the order of the files.
    static List<Detector> all() {
        return BUILT_IN.rules().stream().filter(Rule::isReported).map(Rule::detector).toList();
    }

    /// What each finds, by its id.
    static Map<String, Detector.Kind> kinds() {
        return BUILT_IN.kinds();
    }

    /// Those that are recognised by the form of a token.
    static List<Rule> rules() {
        return BUILT_IN.rules().stream()
                .filter(rule -> rule.detector().kind().isSecret() && !rule.shapes().isEmpty())
                .toList();
    }

    /// Those of numbers that persons and accounts have.
    static List<Rule> numbers() {
        return BUILT_IN.rules().stream().filter(rule -> rule.scheme() != null).toList();
    }

    /// What is told of a text with many personal values.
    static Rule customerData() {
        return BUILT_IN.customerData();
    }

    static List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        probes.add(new PrivateKeyProbe());
        probes.add(new AwsSecretProbe());
        probes.add(new AuthorizationProbe());
        probes.add(new UrlCredentialsProbe());
        probes.add(new CurlCredentialsProbe());
        probes.add(new AssignmentProbe());
        probes.add(new SqlPasswordProbe());
        probes.add(new EntraSecretProbe());
        probes.add(new NameProbe());
        probes.add(new ClassificationProbe());
        probes.add(new PhoneColumn());
        return probes;
    }

    static List<RunProbe> runProbes() {
        return List.of(
                new WrappedKeyProbe(),
                new JsonWebTokenProbe(),
                new JsonWebKeyProbe(),
                new UuidProbe(),
                new KeyLineProbe());
    }

    /// Changes whenever the set changes.
    static String version() {
        return "%d-%08x".formatted(REVISION, BUILT_IN.sum());
    }
}
