// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.GrowingScan;
import dev.chaperone.detection.Scanner;
import dev.chaperone.detection.TimeLimit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// Whether the same is found in a labelled text however it comes: as it is, as a JSON string, as a
/// JSON string in a JSON string, every character as a number, in percent signs, in base64, and in
/// pieces that are cut anywhere.
final class DetectionEncodings {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, Function<String, Set<String>>> WAYS = new LinkedHashMap<>();

    static {
        WAYS.put("JSON", text -> found(json(text)));
        WAYS.put("JSON in JSON", text -> found(json(json(text))));
        WAYS.put("\\u0041", text -> found(numbers(text)));
        WAYS.put("%41", text -> found(percents(text)));
        WAYS.put("base64", text -> found(base64(text)));
        WAYS.put("pieces of up to 40 bytes", DetectionEncodings::inPieces);
    }

    private DetectionEncodings() {}

    /// Prints for each encoding in how many texts as much, less and more is found.
    public static void main(String[] arguments) throws IOException {
        List<String> options = List.of(arguments);
        Map<String, int[]> counts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(Path.of(options.getFirst()))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode row = JSON.readTree(line);
                    count(row.path("text").asString(), counts, options.contains("--differences"));
                }
            }
        }
        System.out.println("| written as | the same | less | more |");
        System.out.println("|---|---|---|---|");
        counts.forEach((encoding, count) ->
                System.out.printf(
                        "| %s | %d | %d | %d |%n", encoding, count[0], count[1], count[2]));
    }

    private static void count(String text, Map<String, int[]> counts, boolean shown) {
        Set<String> plain = found(text);
        WAYS.forEach((name, way) -> {
            Set<String> encoded = way.apply(text);
            int difference = encoded.equals(plain) ? 0 : encoded.containsAll(plain) ? 2 : 1;
            counts.computeIfAbsent(name, _ -> new int[3])[difference]++;
            if (shown && difference != 0) {
                System.out.println(name + " | " + plain + " | " + encoded + " | " + json(text));
            }
        });
    }

    private static Set<String> found(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Set<String> found = new TreeSet<>();
        for (Finding finding : Scanner.builtIn().scan(bytes, 0, bytes.length)) {
            found.add(finding.detector());
        }
        return found;
    }

    private static Set<String> inPieces(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(bytes.length);
        GrowingScan scan = new GrowingScan(Scanner.builtIn());
        Set<String> found = new TreeSet<>();
        int length = 0;
        do {
            length = Math.min(bytes.length, length + 1 + random.nextInt(40));
            boolean end = length == bytes.length;
            scan.look(bytes, length, 0, end, TimeLimit.NONE)
                    .findings()
                    .forEach(finding -> found.add(finding.detector()));
        } while (length < bytes.length);
        return found;
    }

    private static String json(String text) {
        return JSON.writeValueAsString(text);
    }

    private static String numbers(String text) {
        StringBuilder written = new StringBuilder();
        text.chars().forEach(c -> written.append("\\u%04x".formatted(c)));
        return written.toString();
    }

    private static String percents(String text) {
        StringBuilder written = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
            written.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
        }
        return written.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
