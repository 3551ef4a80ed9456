package org.robustgrid.run.coordinator;

import java.util.List;
import org.robustgrid.run.folder.RunCell;
import org.robustgrid.run.plan.PlannedThreatModel;

/**
 * What a worker is asked to do.
 *
 * @param id distinguishes units of one run
 * @param kind what to do
 * @param model id of the model
 * @param file whether the model is a file that was trained elsewhere
 * @param modelKey key of its training
 * @param key key of the result; of a training the same as {@code modelKey}
 * @param cleanKey key of the model's clean evaluation, empty unless of an attack or of checks
 * @param attack label of the attack, empty unless of an attack
 * @param threatModel null unless of an attack or of checks
 * @param deadlineSeconds after which the worker stops by itself
 * @param samples of the test data that are attacked again; empty unless some are
 */
public record WorkUnit(
    long id,
    Kind kind,
    String model,
    boolean file,
    String modelKey,
    String key,
    String cleanKey,
    String attack,
    PlannedThreatModel threatModel,
    double deadlineSeconds,
    List<Integer> samples) {

  public WorkUnit {
    samples = List.copyOf(samples);
  }

  /** A unit that is about all of its cell's samples. */
  public WorkUnit(
      long id,
      Kind kind,
      String model,
      boolean file,
      String modelKey,
      String key,
      String cleanKey,
      String attack,
      PlannedThreatModel threatModel,
      double deadlineSeconds) {
    this(
        id,
        kind,
        model,
        file,
        modelKey,
        key,
        cleanKey,
        attack,
        threatModel,
        deadlineSeconds,
        List.of());
  }

  /** What a unit does. */
  public enum Kind {
    TRAINING,
    CLEAN,
    ATTACK,
    CERTIFICATION,
    CHECKS,
    /** The kept images of an attack's cell are classified again; nothing is stored. */
    RECLASSIFICATION,
    /** The samples without attack are classified again; nothing is stored. */
    CLEAN_AGAIN,
    /** Some samples of an attack's cell are attacked again; nothing is stored. */
    RERUN
  }

  /**
   * The unit that computes a cell of a run, or something about it.
   *
   * @param minutes after which the worker stops by itself
   */
  public static WorkUnit of(long id, Kind kind, RunCell cell, double minutes) {
    return new WorkUnit(
        id,
        kind,
        cell.model().id(),
        cell.model().isFile(),
        cell.modelKey(),
        cell.key(),
        cell.cleanKey(),
        cell.attack() == null ? "" : cell.attack().label(),
        cell.threatModel(),
        minutes * 60);
  }

  /** The same about some samples only. */
  public WorkUnit about(List<Integer> some) {
    return new WorkUnit(
        id, kind, model, file, modelKey, key, cleanKey, attack, threatModel, deadlineSeconds, some);
  }

  /** The unit in words. */
  public String describe() {
    return switch (kind) {
      case TRAINING -> (file ? "reading the file of " : "training ") + model;
      case CLEAN -> "clean accuracy of " + model;
      case CLEAN_AGAIN -> "clean accuracy of " + model + " again";
      case RERUN -> attack + " at " + threatModel + " on " + model + " again";
      case CERTIFICATION -> "certificates of " + model;
      case RECLASSIFICATION ->
          "the images of " + attack + " at " + threatModel + " on " + model + " again";
      case CHECKS -> "checks under " + threatModel.norm() + " of " + model;
      case ATTACK -> attack + " at " + threatModel + " on " + model;
    };
  }
}
