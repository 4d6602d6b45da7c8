// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A text that is marked is told from one that talks of marks.
class MarkingsTest {
    private static final String PHRASE = "Northwind \"Inner Circle\" – für uns";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIDENTIAL\n\nMinutes of the board",
                "// CONFIDENTIAL\npackage a;",
                "/*\n * CONFIDENTIAL\n * Copyright Northwind\n */",
                "<!-- CONFIDENTIAL -->\n<html>",
                "# CONFIDENTIAL - Northwind Robotics\nimport os",
                "# CONFIDENTIAL: do not share outside\nimport os",
                "*** CONFIDENTIAL ***",
                "Copyright 2026 Northwind. STRICTLY CONFIDENTIAL.",
                "NORTHWIND COMPANY CONFIDENTIAL",
                "// PROPRIETARY AND CONFIDENTIAL",
                " * Unauthorized copying is prohibited.\n * Proprietary and confidential\n * Written by Ada",
                "NOTICE: THIS FILE CONTAINS TRADE SECRETS OF NORTHWIND",
                "-- FOR INTERNAL USE ONLY --",
                "# DO NOT DISTRIBUTE",
                "TLP:RED\n\nThe incident of Monday",
                "Subject: [TLP:AMBER+STRICT] the incident",
                "TLP:AMBER",
                "X-Classification: restricted\nSubject: plan",
                "Classification: Confidential\n\nThe plan",
                "# Data-Classification: Restricted",
                "classification: \"confidential\"\ntitle: Plan",
                "Sensitivity: Internal"
            })
    void findsMarks(String text) {
        assertThat(detectors(Scanner.builtIn(), text)).containsExactly("classification-marker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We keep customer data confidential and never share it.",
                "The information is proprietary and confidential to its owner.",
                "Strictly confidential data must be encrypted.",
                "enum Level {\n    PUBLIC,\n    CONFIDENTIAL,\n    RESTRICTED\n}",
                "enum Level {\n    PUBLIC,\n    CONFIDENTIAL\n}",
                "case CONFIDENTIAL:\n    return 1;",
                "if (level == Level.CONFIDENTIAL) {",
                "DATA_CONFIDENTIAL = 3\nCONFIDENTIAL_CLIENT = 4",
                "public static final String CONFIDENTIAL = \"confidential\";",
                "OAuth knows public and confidential clients. A CONFIDENTIAL client has a secret.",
                "/// For internal use only.",
                "Trade secret law protects such things.",
                "You may not distribute the software without this notice.",
                "Permission is hereby granted, free of charge, to any person obtaining a copy",
                "Licensed under the Apache License, Version 2.0 (the \"License\");",
                "TLP:CLEAR\n\nEverybody may read this",
                "TLP:RED means for the eyes of the named recipients only, TLP:CLEAR for all.",
                "classification: cats against dogs",
                "from sklearn.metrics import classification_report",
                "the image classification: restricted to ten classes",
                "sensitivity: 0.8",
                "confidentiality, integrity and availability"
            })
    void leavesAloneWhatOnlyTalksOfThem(String text) {
        assertThat(detectors(Scanner.builtIn(), text)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(LayersTest.Writing.class)
    void findsThemHoweverATextIsWritten(LayersTest.Writing writing) {
        String text = "some words before it\n\nPROPRIETARY AND CONFIDENTIAL\n\nand after it";

        assertThat(detectors(Scanner.builtIn(), writing.of(text)))
                .containsExactly("classification-marker");
    }

    @Test
    void findsThePhrasesOfACompanyAsWrittenAndInCapitals() {
        Scanner scanner = Scanner.with(KnownSecrets.NONE, List.of(PHRASE, "Nur für Konzern"));

        assertThat(detectors(scanner, "see " + PHRASE + ".")).containsExactly("company-marker");
        assertThat(detectors(scanner, PHRASE.toUpperCase(java.util.Locale.ROOT)))
                .containsExactly("company-marker");
        assertThat(detectors(scanner, "(NUR FÜR KONZERN)")).containsExactly("company-marker");
        assertThat(detectors(scanner, "nur für konzern")).isEmpty();
        assertThat(detectors(scanner, "Nur für Konzerne")).isEmpty();
        assertThat(detectors(Scanner.builtIn(), PHRASE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(LayersTest.Writing.class)
    void findsPhrasesHoweverATextIsWritten(LayersTest.Writing writing) {
        Scanner scanner = Scanner.with(KnownSecrets.NONE, List.of(PHRASE));

        assertThat(detectors(scanner, writing.of("before it: " + PHRASE + " and after it")))
                .containsExactly("company-marker");
    }

    @Test
    void findsAsManyPhrasesAsAPolicyMayHaveInAnyScript() {
        List<String> phrases =
                java.util.stream.IntStream.range(0, 64)
                        .mapToObj(i -> (i % 2 == 0 ? "機密文書第" : "secret of house ") + i + "号")
                        .toList();
        Scanner scanner = Scanner.with(KnownSecrets.NONE, phrases);
        for (String phrase : phrases) {
            assertThat(detectors(scanner, "x " + phrase + " x")).containsExactly("company-marker");
        }
    }

    @Test
    void keepsAMarkApartFromTheSecretInIt() {
        Scanner scanner = Scanner.with(KnownSecrets.NONE, List.of("key AKIAIOSFODNN7EXAMPLE of"));

        assertThat(detectors(scanner, "the key AKIAIOSFODNN7EXAMPLE of ours"))
                .containsExactly("company-marker", "aws-access-key-id");
        assertThat(scanner.kind("company-marker").isSecret()).isFalse();
    }

    @Test
    void changesTheVersionOfTheScannerWithThePhrases() {
        assertThat(Scanner.with(KnownSecrets.NONE, List.of("Phrase one")).version())
                .isNotEqualTo(Scanner.with(KnownSecrets.NONE, List.of("Phrase two")).version())
                .isNotEqualTo(Scanner.builtIn().version());
    }

    private static List<String> detectors(Scanner scanner, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return scanner.scan(bytes, 0, bytes.length).stream().map(Finding::detector).toList();
    }
}
