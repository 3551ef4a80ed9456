package org.robustgrid.core.leaderboard;

import java.util.Map;

/**
 * What produced the numbers.
 *
 * @param harness version and, where known, commit
 * @param plugins id to version and content hash
 * @param datasets id to identity hash
 * @param profile the execution profile
 * @param attacks label to plugin id and resolved parameters
 * @param interval method and confidence of the intervals
 */
public record Provenance(
    Map<String, String> harness,
    Map<String, Map<String, String>> plugins,
    Map<String, String> datasets,
    Map<String, Object> profile,
    Map<String, Object> attacks,
    Map<String, Object> interval) {}
