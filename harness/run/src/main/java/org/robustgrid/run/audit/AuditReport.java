package org.robustgrid.run.audit;

import java.util.List;
import java.util.Optional;

/**
 * The result of an audit.
 *
 * @param findings what is wrong; empty if the run is as it was computed
 * @param missing cells without a result, in words
 * @param notes what else a reader should know
 * @param files looked at
 * @param cells whose results were checked
 * @param images kept adversarial images whose norm and domain were checked
 * @param rows what became of each row's images when they were classified again; empty if they were
 *     not
 * @param asked what the stored models were asked; empty if they were not
 */
public record AuditReport(
    List<Finding> findings,
    List<String> missing,
    List<String> notes,
    int files,
    int cells,
    int images,
    List<RowImages> rows,
    Optional<Asked> asked) {

  public AuditReport {
    findings = List.copyOf(findings);
    missing = List.copyOf(missing);
    notes = List.copyOf(notes);
    rows = List.copyOf(rows);
  }

  /**
   * The questions that stored models answered again, besides kept images.
   *
   * @param models whose clean predictions were compared
   * @param clean predictions that were compared, over all of them
   * @param attacks of which samples were attacked again
   * @param again samples that were, over all attacks
   * @param samples attacked samples without a kept image, of which those were chosen
   * @param choice how they were chosen
   * @param trainings that were not done again
   * @param certifications that were not done again
   * @param analyses that were made again
   * @param otherAnalyses that were not
   */
  public record Asked(
      int models,
      int clean,
      int attacks,
      int again,
      int samples,
      SampleChoice choice,
      int trainings,
      int certifications,
      int analyses,
      int otherAnalyses) {}

  /**
   * A row's kept images, classified again.
   *
   * @param dataset label of the data set
   * @param threatModel in words
   * @param row the row's label; its seeds are taken together
   * @param broken samples that an attack of the row changed, with an image to show for it
   * @param confirmed how many of them still fool the stored weights
   * @param rounded of those: with an image that still does after rounding to 8 bits; −1 if the data
   *     set's domain is not that of images
   */
  public record RowImages(
      String dataset, String threatModel, String row, int broken, int confirmed, int rounded) {}
}
