/** Procedures of SQL Server that change nothing, whatever they are given, and ask no other server. Source: Microsoft's reference of system stored procedures. */

const SYSTEM = `xp_availablemedia xp_dirtree xp_enumerrorlogs xp_enumgroups xp_fileexist xp_fixeddrives xp_getnetname xp_instance_regread
xp_loginconfig xp_logininfo xp_msver xp_readerrorlog xp_regread xp_sqlagent_enum_jobs xp_sscanf xp_sprintf xp_subdirs
sp_readerrorlog sp_enumerrorlogs sp_spaceused sp_configure sp_change_users_login sp_who sp_who2 sp_lock sp_databases sp_server_info sp_linkedservers
sp_tables sp_columns sp_stored_procedures sp_sproc_columns sp_special_columns sp_statistics
sp_pkeys sp_fkeys sp_column_privileges sp_table_privileges sp_datatype_info sp_depends sp_dbfixedrolepermission
sp_srvrolepermission sp_validatelogins sp_describe_first_result_set sp_describe_undeclared_parameters sp_enumdsn
sp_help sp_helpdb sp_helpfile sp_helpfilegroup sp_helpdevice sp_helpindex sp_helpconstraint sp_helptext sp_helptrigger sp_helpstats
sp_helplanguage sp_helpsort sp_helplogins sp_helpuser sp_helprole sp_helprolemember sp_helpdbfixedrole sp_helpsrvrole
sp_helpsrvrolemember sp_helprotect sp_helpntgroup sp_helpserver sp_helpremotelogin sp_helplinkedsrvlogin sp_helpextendedproc
sp_helpreplicationdboption sp_helppublication sp_helpsubscription sp_helparticle sp_helpdistributor sp_helpdistributiondb
sp_cdc_help_change_data_capture sp_cdc_help_jobs sp_cdc_get_captured_columns sp_cdc_get_ddl_history
sp_help_fulltext_catalogs sp_help_fulltext_tables sp_help_fulltext_columns sp_help_log_shipping_monitor
sp_help_log_shipping_monitor_primary sp_help_log_shipping_monitor_secondary sp_help_log_shipping_primary_database
sp_help_log_shipping_primary_secondary sp_help_log_shipping_secondary_database sp_help_log_shipping_secondary_primary
sp_help_log_shipping_alert_job`

/** These lie in `msdb`, and somebody else may have one of that name elsewhere. */
const AGENT = `sp_help_job sp_help_jobactivity sp_help_jobcount sp_help_jobhistory sp_help_jobs_in_schedule sp_help_jobschedule
sp_help_jobserver sp_help_jobstep sp_help_jobsteplog sp_help_schedule sp_help_category sp_help_operator sp_help_operator_jobs
sp_help_alert sp_help_notification sp_help_proxy sp_help_targetserver sp_help_targetservergroup sp_help_downloadlist
sp_enum_proxy_for_subsystem sp_enum_login_for_proxy sysmail_help_status_sp sysmail_help_account_sp sysmail_help_profile_sp
sysmail_help_principalprofile_sp sysmail_help_profileaccount_sp sysmail_help_queue_sp sysmail_help_configure_sp`

/** In small letters; of the second list with its database. */
export const USUAL_PROCEDURES: readonly string[] = [...words(SYSTEM), ...words(AGENT).map((name) => `msdb.${name}`)]

function words(list: string): string[] {
  return list.split(/\s+/)
}
