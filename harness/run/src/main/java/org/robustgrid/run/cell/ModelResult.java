package org.robustgrid.run.cell;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * The result of a training.
 *
 * @param key the training's key
 * @param weightHash SHA-256 of the weights and of the arrays and networks kept beside them
 * @param fileHash SHA-256 of the model's zip as written
 * @param arraysHash SHA-256 of the file of arrays, empty if there are none
 * @param epochs whose weights were kept, counted from 1
 * @param figures what the defense reports
 * @param randomised whether the deployed classifier draws randomness
 * @param certified whether the deployed classifier issues certificates
 * @param seconds wall-clock time of the training
 * @param microBatch samples that the network computed at once outside training passes, where memory
 *     held fewer than the profile says; else null
 * @param networks SHA-256 of the files of further networks, by name
 * @param ended when the training ended, in UTC, such as {@code 2026-11-27T10:31:05Z}; null of a
 *     model that was not trained here, and in results of earlier versions
 */
public record ModelResult(
    String key,
    String weightHash,
    String fileHash,
    String arraysHash,
    List<Integer> epochs,
    Map<String, Double> figures,
    boolean randomised,
    boolean certified,
    double seconds,
    Integer microBatch,
    Map<String, String> networks,
    @JsonInclude(JsonInclude.Include.NON_NULL) String ended)
    implements CellResult {

  public ModelResult {
    networks = networks == null ? Map.of() : networks;
  }

  /** A training computed as the profile says. */
  public ModelResult(
      String key,
      String weightHash,
      String fileHash,
      String arraysHash,
      List<Integer> epochs,
      Map<String, Double> figures,
      boolean randomised,
      boolean certified,
      double seconds) {
    this(
        key,
        weightHash,
        fileHash,
        arraysHash,
        epochs,
        figures,
        randomised,
        certified,
        seconds,
        null,
        Map.of(),
        null);
  }
}
