// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What of persons stands in one text. A single address or name is everywhere in source code; from
/// some number of different ones on the text is about customers.
final class Records {
    static final String EMAIL = "email-address";
    static final String PHONE = "phone-number";
    static final String NAME = "person-name";

    /// The header of a column of telephone numbers: no record itself.
    static final String PHONE_HEADER = "phone-header";

    private static final Set<String> COUNTED = Set.of(EMAIL, PHONE, NAME, PHONE_HEADER);

    private final List<Finding> places = new ArrayList<>(0);

    /// Whether such a finding only counts, and is none by itself.
    static boolean isCounted(Finding finding) {
        return COUNTED.contains(finding.detector());
    }

    /// More would change nothing.
    boolean isFull() {
        return places.size() >= Scanner.MAX_FINDINGS;
    }

    void add(Finding finding) {
        if (!isFull()) {
            places.add(finding);
        }
    }

    /// The findings, and where there are enough records, each of them as one of customer data.
    ///
    /// @param found findings in the order of the text, without overlap
    List<Finding> with(Text text, List<Finding> found) {
        Rule rule = Detectors.customerData();
        List<Finding> records = withColumns(text);
        for (Finding finding : found) {
            if (Detectors.kinds().get(finding.detector()) == Detector.Kind.PERSONAL) {
                records.add(finding);
            } else {
                records.removeIf(each -> overlap(each, finding));
            }
        }
        if (records.size() < rule.records()) {
            return found;
        }
        Set<String> values = new HashSet<>();
        records.forEach(each -> values.add(value(text, each)));
        if (values.size() < rule.records()) {
            return found;
        }
        List<Finding> all = new ArrayList<>(found);
        for (Finding record : records) {
            all.add(
                    new Finding(
                            rule.detector().id(),
                            Confidence.CONTEXTUAL,
                            record.start(),
                            record.end()));
        }
        all.sort(Scanner.BY_PLACE);
        return List.copyOf(all.subList(0, Math.min(all.size(), Scanner.MAX_FINDINGS)));
    }

    /// With the numbers that only the header of their column explains.
    private List<Finding> withColumns(Text text) {
        List<Finding> records = new ArrayList<>();
        List<Finding> headers = new ArrayList<>(0);
        for (Finding place : places) {
            (place.detector().equals(PHONE_HEADER) ? headers : records).add(place);
        }
        for (Finding header : headers) {
            List<Finding> numbers = PhoneColumn.below(text, header);
            numbers.removeIf(number -> records.stream().anyMatch(each -> overlap(each, number)));
            records.addAll(numbers);
        }
        return records;
    }

    private static boolean overlap(Finding one, Finding other) {
        return one.start() < other.end() && other.start() < one.end();
    }

    /// The same for all ways to write it.
    private static String value(Text text, Finding finding) {
        StringBuilder value = new StringBuilder(finding.detector().equals(EMAIL) ? "@" : "");
        String written = text.copy(finding.start(), finding.end()).toLowerCase(Locale.ROOT);
        for (int i = 0; i < written.length(); i++) {
            if (CharClass.B62.has(written.charAt(i)) || written.charAt(i) >= 0x80) {
                value.append(written.charAt(i));
            }
        }
        return value.toString();
    }
}
