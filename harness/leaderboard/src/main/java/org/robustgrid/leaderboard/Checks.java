package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Checks of an evaluation; what they mean is among the row's flags.
 *
 * @param key content key
 * @param status {@code complete}, {@code failed}, or {@code missing} while they are to be made
 * @param message why they failed or what to do, else null
 * @param evidence as far as it concerns the board
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Checks(String key, String status, String message, List<CheckEvidence> evidence) {}
