import { Module } from '@nestjs/common';
import { AdminService } from './admin/admin.service.js';
import { AuditRepository } from './audit/audit.repository.js';
import { AuthService } from './auth/auth.service.js';
import { AuthGuard } from './common/auth.guard.js';
import { CompaniesRepository } from './companies/companies.repository.js';
import { CompaniesService } from './companies/companies.service.js';
import { ContactsController } from './contacts/contacts.controller.js';
import { ContactsRepository } from './contacts/contacts.repository.js';
import { ContactsService } from './contacts/contacts.service.js';
import { DatabaseModule } from './database/database.module.js';
import { DealsController } from './deals/deals.controller.js';
import { DealsRepository } from './deals/deals.repository.js';
import { DealsService } from './deals/deals.service.js';
import { ImportsService } from './imports/imports.service.js';
import { NotesService } from './notes/notes.service.js';
import { PipelinesRepository } from './pipelines/pipelines.repository.js';
import { CleanupTask } from './tasks/cleanup.task.js';
import { DeliveryProcessor } from './webhooks/delivery.processor.js';
import { WebhooksService } from './webhooks/webhooks.service.js';
import { WorkspacesService } from './workspaces/workspaces.service.js';

@Module({
  imports: [DatabaseModule],
  controllers: [ContactsController, DealsController],
  providers: [
    AdminService,
    AuditRepository,
    AuthGuard,
    AuthService,
    CleanupTask,
    CompaniesRepository,
    CompaniesService,
    ContactsRepository,
    ContactsService,
    DealsRepository,
    DealsService,
    DeliveryProcessor,
    ImportsService,
    NotesService,
    PipelinesRepository,
    WebhooksService,
    WorkspacesService,
  ],
})
export class AppModule {}
