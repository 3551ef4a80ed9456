package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.robustgrid.run.grid.KeptEpochs;
import org.robustgrid.run.grid.TrainingValues;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.defense.DefenseCost;

/**
 * A model of a plan: one defense instance on one architecture and data set, from one seed.
 *
 * @param id unique within the plan
 * @param row label of its row; models of one row differ by seed
 * @param shown whether it is a row of the leaderboard, and not only another model's teacher
 * @param dataset label of its data set
 * @param architecture null for a model file that holds a whole network
 * @param architectureLabel shown with the row
 * @param defense trains it; of a model file: deploys it
 * @param training resolved training values; empty for a model file
 * @param seed of weights and training
 * @param file path of a model file, empty if the model is trained here
 * @param fileHash SHA-256 of that file
 * @param certified whether its defense declares that its classifier issues certificates
 * @param models ids of the models that parameters of the defense name, by parameter
 * @param evaluation how its evaluation differs from the other rows'; null if it does not
 * @param undefended whether its defense declares that it is none
 * @param cost what its defense says that it costs; decides no result
 * @param reading how a model file is read; null if it reads the data as they are
 * @param declared of its classifier; null if that is deterministic, with a gradient of its own
 * @param keptEpochs whose weights its training leaves behind; null for those that others need
 */
public record PlannedModel(
    String id,
    String row,
    boolean shown,
    String dataset,
    PlannedPlugin architecture,
    String architectureLabel,
    PlannedPlugin defense,
    Map<String, Object> training,
    long seed,
    String file,
    String fileHash,
    boolean certified,
    Map<String, String> models,
    RowEvaluation evaluation,
    boolean undefended,
    DefenseCost cost,
    FileReading reading,
    @JsonInclude(JsonInclude.Include.NON_NULL) DeclaredClassifier declared,
    @JsonInclude(JsonInclude.Include.NON_NULL) KeptEpochs keptEpochs) {

  public PlannedModel {
    cost = cost == null ? DefenseCost.CLEAN_TRAINING : cost;
  }

  /** A model whose file, if it is one, reads the data as they are. */
  public PlannedModel(
      String id,
      String row,
      boolean shown,
      String dataset,
      PlannedPlugin architecture,
      String architectureLabel,
      PlannedPlugin defense,
      Map<String, Object> training,
      long seed,
      String file,
      String fileHash,
      boolean certified,
      Map<String, String> models,
      RowEvaluation evaluation,
      boolean undefended,
      DefenseCost cost) {
    this(
        id,
        row,
        shown,
        dataset,
        architecture,
        architectureLabel,
        defense,
        training,
        seed,
        file,
        fileHash,
        certified,
        models,
        evaluation,
        undefended,
        cost,
        null,
        null,
        null);
  }

  /** The declarations about its classifier. */
  public DeclaredClassifier classifier() {
    return declared == null ? DeclaredClassifier.PLAIN : declared;
  }

  /** How a model file is read. */
  public FileReading readAs() {
    return reading == null ? FileReading.AS_IT_IS : reading;
  }

  /** Whether its row declares to be built on another model. */
  public boolean isBuiltOn(PlannedModel other) {
    String base = evaluation == null ? null : evaluation.base();
    boolean same = architectureLabel.equals(other.architectureLabel);
    return base != null
        && other.defense.label().equals(base)
        && (same || isFile() || other.isFile());
  }

  /** Whether its file is Python code, which a process of its own runs. */
  public boolean isPython() {
    return readAs().python() != null;
  }

  /** Whether it provides an access. */
  public boolean offers(Access access) {
    return !isPython() || readAs().python().gives().includes(access);
  }

  /** Whether it was trained elsewhere. */
  public boolean isFile() {
    return !file.isEmpty();
  }

  /**
   * The epochs of its training, as far as they are planned: those of its defense's own parameter
   * {@code epochs}, or of its training settings; 0 if there are none. Some defenses train in fewer.
   */
  int epochs() {
    Object own = defense.parameters().get(TrainingValues.NUMBER_OF_EPOCHS);
    Object all = training.get(TrainingValues.NUMBER_OF_EPOCHS);
    return own instanceof Number given && given.intValue() > 0
        ? given.intValue()
        : all instanceof Number given ? given.intValue() : 0;
  }

  /**
   * Whether its training is planned to leave the weights after an epoch, if anything needs them.
   */
  boolean keeps(int epoch) {
    boolean had = epochs() == 0 || epoch <= epochs();
    return had && (keptEpochs == null || keptEpochs.keeps(epoch));
  }

  /** Whether all epochs that are to be kept come after the end of its training. */
  boolean keepsNoEpoch() {
    return keptEpochs != null
        && !keptEpochs.epochs().isEmpty()
        && keptEpochs.epochs().stream().noneMatch(this::keeps);
  }

  /** The epochs after which its training leaves weights, in words. */
  String keptInWords() {
    return keptEpochs == null || keptEpochs.epochs().isEmpty()
        ? "all " + epochs() + " epochs"
        : "the epochs "
            + keptEpochs.epochs().stream().filter(this::keeps).toList()
            + " of "
            + epochs();
  }

  /** How many of its data set's samples it is evaluated on, from the first on. */
  public int samplesOf(PlannedDataset data) {
    return evaluation == null || evaluation.samples() == null
        ? data.samples()
        : Math.min(evaluation.samples(), data.samples());
  }

  /** The planned number of draws over which attacks on a randomised classifier average. */
  int draws() {
    return evaluation == null || evaluation.draws() == null
        ? ExecutionProfile.DRAWS
        : evaluation.draws();
  }

  /** Judgements of a randomised classifier, as far as planned. */
  int judgements() {
    return evaluation == null || evaluation.judgements() == null
        ? ExecutionProfile.JUDGEMENTS
        : evaluation.judgements();
  }

  /** The profile that its clean evaluation and the attacks on it are computed under. */
  public ExecutionProfile under(ExecutionProfile profile) {
    return evaluation == null ? profile : evaluation.under(profile);
  }
}
