package org.robustgrid.core.audit;

import java.util.List;

/**
 * What an audit found.
 *
 * @param findings what is wrong; none where the run is as it was computed
 * @param missing cells without a result, in words
 * @param notes what else a reader should know
 * @param files looked at
 * @param cells whose results were checked
 * @param images kept adversarial images whose norm and domain were checked
 * @param rows what became of each row's images when they were classified again; empty where they
 *     were not
 */
public record AuditReport(
    List<Finding> findings,
    List<String> missing,
    List<String> notes,
    int files,
    int cells,
    int images,
    List<RowImages> rows) {

  public AuditReport {
    findings = List.copyOf(findings);
    missing = List.copyOf(missing);
    notes = List.copyOf(notes);
    rows = List.copyOf(rows);
  }

  /**
   * A row's kept images, classified again.
   *
   * @param dataset label of the data set
   * @param threatModel in words
   * @param row the row's label; its seeds are taken together
   * @param fallen samples that an attack of the row changed, with an image to show for it
   * @param confirmed of those: whose image still fools the stored weights
   * @param rounded of those: with an image that still does after rounding to 8 bits; −1 where the
   *     data set's domain is not that of images
   */
  public record RowImages(
      String dataset, String threatModel, String row, int fallen, int confirmed, int rounded) {}
}
